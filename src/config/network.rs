//! Networks of proxies, and the client's address behind them.

use std::{net::IpAddr, str::FromStr};

/// An address or a network in CIDR notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether `ip` lies inside. An IPv4 address written as IPv6 counts as IPv4.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.address, ip.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.bits);
                u64::from(own.to_bits()) >> shift == u64::from(other.to_bits()) >> shift
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.bits);
                own.to_bits().checked_shr(shift).unwrap_or(0)
                    == other.to_bits().checked_shr(shift).unwrap_or(0)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let bad = || format!("`{text}` is neither an address nor a network such as 10.0.0.0/8");
        let address: IpAddr = address.trim().parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => bits.trim().parse().ok().filter(|b| *b <= most).ok_or_else(bad)?,
        };
        Ok(Self { address, bits })
    }
}

/// Reads a comma-separated list.
pub(super) fn list(text: &str) -> Result<Vec<Network>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::parse)
        .collect()
}

/// The client's address: the peer's, or what the last trusted proxy in the
/// row saw. Entries are read from the right, because a client can write
/// anything to the left of what a trusted proxy appends.
#[must_use]
pub fn client(peer: IpAddr, forwarded: &[&str], trusted: &[Network]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.contains(ip));
    if !is_trusted(peer) {
        return peer;
    }
    let mut client = peer;
    for entry in forwarded.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Ok(ip) = entry.trim().parse::<IpAddr>() else {
            return client;
        };
        client = ip.to_canonical();
        if !is_trusted(client) {
            return client;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("10.0.0.0/8", "10.255.0.1", true)]
    #[case("10.0.0.0/8", "11.0.0.1", false)]
    #[case("0.0.0.0/0", "203.0.113.9", true)]
    #[case("192.0.2.7", "192.0.2.7", true)]
    #[case("192.0.2.7", "::ffff:192.0.2.7", true)]
    #[case("2001:db8::/32", "2001:db8:1::1", true)]
    #[case("2001:db8::/32", "2001:db9::1", false)]
    #[case("::/0", "2001:db9::1", true)]
    #[case("::1", "127.0.0.1", false)]
    fn networks(#[case] network: &str, #[case] ip: &str, #[case] inside: bool) {
        assert_eq!(
            network.parse::<Network>().unwrap().contains(ip.parse().unwrap()),
            inside
        );
    }

    #[rstest]
    #[case("10.0.0.0/33")]
    #[case("proxy.example")]
    #[case("10.0.0/8")]
    fn nonsense_is_refused(#[case] text: &str) {
        assert!(text.parse::<Network>().is_err());
    }

    #[rstest]
    #[case::nobody_is_trusted("203.0.113.9", &["198.51.100.1"], "", "203.0.113.9")]
    #[case::the_proxy_is("10.0.0.1", &["198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    #[case::what_the_client_wrote_is_not("10.0.0.1", &["1.1.1.1, 198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    #[case::two_proxies("10.0.0.1", &["198.51.100.1, 10.0.0.2"], "10.0.0.0/8", "198.51.100.1")]
    #[case::two_lines("10.0.0.1", &["1.1.1.1", "198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    #[case::rubbish("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.0/8", "10.0.0.1")]
    #[case::silence("10.0.0.1", &[], "10.0.0.0/8", "10.0.0.1")]
    fn the_client_behind_proxies(
        #[case] peer: &str,
        #[case] forwarded: &[&str],
        #[case] trusted: &str,
        #[case] expected: &str,
    ) {
        let found = client(peer.parse().unwrap(), forwarded, &list(trusted).unwrap());
        assert_eq!(found, expected.parse::<IpAddr>().unwrap());
    }
}
