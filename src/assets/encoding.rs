//! Which compressed variant of a file a client gets: the `Accept-Encoding` header.

use axum::http::header::{self, HeaderMap};

/// A way in which a file can travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// Smallest result first: the order among equally welcome ones.
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// The name in HTTP headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// What the file's name ends with, after its own.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The encodings a client accepts, best first (RFC 9110, section 12.5.3).
    ///
    /// The plain file comes last even where the client refuses it: better than
    /// nothing, and the standard lets the server disregard the header.
    pub(super) fn accepted(request: &HeaderMap) -> Vec<Self> {
        let mut weights: [Option<u16>; 3] = [None; 3];
        let mut others = None;
        let lines = request
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|line| line.to_str().ok());
        for item in lines.flat_map(|line| line.split(',')) {
            let (coding, weight) = weighted(item);
            if coding == "*" {
                others = Some(weight);
            }
            for (encoding, place) in Self::ALL.iter().zip(&mut weights) {
                if coding.eq_ignore_ascii_case(encoding.name()) {
                    *place = Some(weight);
                }
            }
        }
        let weight = |encoding: Self, stated: Option<u16>| match encoding {
            // Always acceptable unless it is refused by name or by `*`; a weight
            // that only `*` gives counts for everything that is not named.
            Self::Identity => stated.or(others).unwrap_or(1),
            Self::Brotli | Self::Gzip => stated.or(others).unwrap_or(0),
        };
        let mut ranked: Vec<(u16, Self)> = Self::ALL
            .into_iter()
            .zip(weights)
            .map(|(encoding, stated)| (weight(encoding, stated), encoding))
            .collect();
        ranked.retain(|(weight, encoding)| *weight > 0 || *encoding == Self::Identity);
        // Stable: equal weights keep the order of `ALL`.
        ranked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        ranked.into_iter().map(|(_, encoding)| encoding).collect()
    }
}

/// `br;q=0.8` as the coding and its weight in thousandths; a weight that cannot
/// be read counts as a refusal.
fn weighted(item: &str) -> (&str, u16) {
    let mut parts = item.split(';').map(str::trim);
    let coding = parts.next().unwrap_or_default();
    let stated = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (
        coding,
        stated.map_or(1000, |weight| thousandths(weight).unwrap_or(0)),
    )
}

/// `0.8` as 800: a digit 0 or 1, and at most three decimals.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = if matches!(whole, "0" | "1") {
        whole.parse().ok()?
    } else {
        return None;
    };
    let part: u16 = format!("{decimals:0<3}").parse().ok()?;
    Some((whole * 1000 + part).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Encoding::{Brotli, Gzip, Identity};

    fn headers(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
        headers
    }

    #[test]
    fn a_browser_gets_brotli_first() {
        assert_eq!(
            Encoding::accepted(&headers("gzip, deflate, br, zstd")),
            [Brotli, Gzip, Identity]
        );
    }

    #[test]
    fn weights_decide_before_size() {
        assert_eq!(
            Encoding::accepted(&headers("br;q=0.5, gzip;q=0.8")),
            [Gzip, Brotli, Identity]
        );
        assert_eq!(
            Encoding::accepted(&headers("br;q=0.001, identity")),
            [Identity, Brotli]
        );
        assert_eq!(Encoding::accepted(&headers("GZIP ; q=1.0")), [Gzip, Identity]);
    }

    #[test]
    fn a_refused_coding_is_not_used() {
        assert_eq!(Encoding::accepted(&headers("br;q=0, gzip")), [Gzip, Identity]);
        assert_eq!(Encoding::accepted(&headers("*, br;q=0.0")), [Gzip, Identity]);
        assert_eq!(Encoding::accepted(&headers("br;q=zero")), [Identity]);
        assert_eq!(
            Encoding::accepted(&headers("br;q=-1, gzip;q=2, deflate")),
            [Identity]
        );
    }

    #[test]
    fn silence_means_the_plain_file() {
        assert_eq!(Encoding::accepted(&HeaderMap::new()), [Identity]);
        assert_eq!(Encoding::accepted(&headers("")), [Identity]);
    }

    #[test]
    fn the_plain_file_stays_the_last_resort() {
        assert_eq!(Encoding::accepted(&headers("zstd, *;q=0")), [Identity]);
        assert_eq!(
            Encoding::accepted(&headers("identity;q=0, gzip;q=0.1")),
            [Gzip, Identity]
        );
    }
}
