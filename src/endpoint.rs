//! Where signed requests may go instead of Tencent Cloud.

use crate::error::Error;
use crate::message::problem::ApiProblem;
use crate::text::clean;

/// An address, taken apart by the host's URL parser.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint<'a> {
    /// Who named it: `--endpoint`, `GRAYSCALE_ENDPOINT`, `endpoint`.
    pub from: &'a str,
    /// Such as `https:`.
    pub protocol: &'a str,
    /// The host without its port.
    pub host: &'a str,
    /// It has a user's name or a password in it.
    pub userinfo: bool,
    /// Plain HTTP is permitted.
    pub insecure: bool,
}

impl Endpoint<'_> {
    /// Whether signed requests may go there.
    ///
    /// # Errors
    /// `InvalidEndpoint` for a text that is not the address of an API, `InsecureEndpoint` for plain HTTP that leaves this machine.
    pub fn check(&self) -> Result<(), Error> {
        let from = self.from.to_owned();
        if self.userinfo {
            return Err(Error::usage(ApiProblem::EndpointUser { from }));
        }
        match self.protocol {
            "https:" => Ok(()),
            "http:" if self.insecure || loopback(self.host) => Ok(()),
            "http:" => Err(Error::usage(ApiProblem::InsecureEndpoint { from, host: clean(self.host) })),
            _ => Err(invalid(self.from)),
        }
    }
}

/// What is not an address at all. It is not repeated: it may contain a password.
#[must_use]
pub fn invalid(from: &str) -> Error {
    Error::usage(ApiProblem::Endpoint { from: from.to_owned() })
}

/// Whether a host is this machine: `localhost` and names below it, 127.0.0.0/8, ::1. Other names may lead here too, and
/// only the network can tell.
#[must_use]
pub fn loopback(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || host == "::1" {
        return true;
    }
    let mut parts = host.split('.');
    let first = parts.next() == Some("127");
    let rest: Vec<&str> = parts.collect();
    first && rest.len() == 3 && rest.iter().all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_what_never_leaves_the_machine() {
        for host in ["localhost", "LOCALHOST", "localhost.", "scf.localhost", "127.0.0.1", "127.255.0.3", "[::1]"] {
            assert!(loopback(host), "{host}");
        }
        for host in [
            "127.0.0.1.example.com",
            "127.1",
            "128.0.0.1",
            "0.0.0.0",
            "localhost.example.com",
            "notlocalhost",
            "[::]",
            "[::ffff:7f00:1]",
            "scf.tencentcloudapi.com",
            "127.0.0.256",
            "127.0.0.",
            "",
            ".localhost.com",
        ] {
            assert!(!loopback(host), "{host}");
        }
    }

    fn code(protocol: &str, host: &str, userinfo: bool, insecure: bool) -> Option<String> {
        let endpoint = Endpoint { from: "--endpoint", protocol, host, userinfo, insecure };
        endpoint.check().err().map(|error| error.code().to_owned())
    }

    #[test]
    fn plain_http_stays_on_this_machine_unless_the_person_says_so() {
        assert_eq!(code("https:", "scf.example.com", false, false), None);
        assert_eq!(code("http:", "127.0.0.1", false, false), None);
        assert_eq!(code("http:", "scf.example.com", false, false).as_deref(), Some("InsecureEndpoint"));
        assert_eq!(code("http:", "scf.example.com", false, true), None);
        assert_eq!(code("https:", "scf.example.com", true, true).as_deref(), Some("InvalidEndpoint"));
        assert_eq!(code("ftp:", "127.0.0.1", false, true).as_deref(), Some("InvalidEndpoint"));
    }
}
