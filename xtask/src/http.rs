//! A small HTTP/1.1 client: keep-alive, and as little work per request as
//! possible, so that a measurement measures the server.

use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// No answer within this time is an error.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An answer.
pub(crate) struct Response {
    /// The status code.
    pub(crate) status: u16,
    /// Headers with lower-case names, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// The body as received.
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The first header of this lower-case name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that stays open between requests.
pub(crate) struct Connection {
    host: String,
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to `http://host:port`; a path in the address is ignored.
    pub(crate) fn open(url: &str) -> Result<Self> {
        let rest = url
            .strip_prefix("http://")
            .with_context(|| format!("not an http address: {url}"))?;
        let host = rest.split('/').next().unwrap_or(rest).to_owned();
        let stream = TcpStream::connect(&host).with_context(|| format!("cannot connect to {host}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        Ok(Self {
            host,
            stream: BufReader::new(stream),
        })
    }

    /// The bytes of a request, ready to be sent many times.
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
        let mut lines = vec![
            format!("{method} {path} HTTP/1.1"),
            format!("host: {}", self.host),
        ];
        lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if method != "GET" {
            lines.push(format!("content-length: {}", body.len()));
        }
        format!("{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
    }

    /// Sends a prepared request and reads the answer.
    pub(crate) fn send(&mut self, request: &[u8]) -> Result<Response> {
        self.stream.get_mut().write_all(request)?;
        let start = self.line()?;
        let status = start.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("not an HTTP answer: {start}"))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        let mut response = Response {
            status,
            headers,
            body: Vec::new(),
        };
        if response
            .header("transfer-encoding")
            .is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
        {
            self.chunks(&mut response.body)?;
        } else if let Some(length) = response.header("content-length") {
            let length = length.parse()?;
            response.body.resize(length, 0);
            self.stream.read_exact(&mut response.body)?;
        }
        Ok(response)
    }

    /// Asks for a page.
    pub(crate) fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Response> {
        let request = self.request("GET", path, headers, "");
        self.send(&request)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("{} closed the connection", self.host);
        }
        Ok(line.trim_end().to_owned())
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            let size = usize::from_str_radix(&self.line()?, 16).context("not a chunk size")?;
            let start = body.len();
            body.resize(start + size, 0);
            self.stream
                .read_exact(body.get_mut(start..).unwrap_or_default())?;
            self.line()?;
            if size == 0 {
                return Ok(());
            }
        }
    }
}

/// Whether a server answers this path with 200 right now.
pub(crate) fn is_ok(url: &str, path: &str) -> bool {
    Connection::open(url)
        .and_then(|mut connection| connection.get(path, &[]))
        .is_ok_and(|answer| answer.status == 200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A server that gives these bytes to each request of one connection.
    fn server(answers: &'static [&'static str]) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let mut stream = BufReader::new(listener.accept().unwrap().0);
            for answer in answers {
                let mut line = String::new();
                while stream.read_line(&mut line).unwrap() > 2 {
                    line.clear();
                }
                stream.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        });
        url
    }

    #[test]
    fn one_connection_reads_bodies_with_a_length_and_in_chunks() {
        let url = server(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nX-Last: yes\r\n\r\n",
        ]);
        let mut connection = Connection::open(&url).unwrap();
        let first = connection.get("/", &[]).unwrap();
        assert_eq!((first.status, first.text().as_str()), (200, "hello"));
        let second = connection.get("/", &[]).unwrap();
        assert_eq!((second.status, second.text().as_str()), (404, "abcde"));
        assert_eq!(connection.get("/", &[]).unwrap().header("x-last"), Some("yes"));
    }

    #[test]
    fn a_closed_connection_is_an_error() {
        let url = server(&[]);
        assert!(Connection::open(&url).unwrap().get("/", &[]).is_err());
    }
}
