//! What a newcomer pastes next, printed when the server listens.

use std::path::Path;

use crate::data_folder::DataFolder;
use crate::endpoint::Url;
use crate::shell::quote;

/// What the text is about.
pub(crate) struct Welcome<'a> {
    /// How this program is called.
    pub(crate) program: &'a str,
    /// The data folder, as the operator wrote it.
    pub(crate) folder: &'a DataFolder,
    /// The server as clients on this machine reach it.
    pub(crate) url: &'a Url,
    /// The certificate that clients have to trust first, if there is one.
    pub(crate) ca: Option<&'a Path>,
}

impl Welcome<'_> {
    /// The text. Its commands work as they stand, once there is an image `hello-world`.
    pub(crate) fn text(&self) -> String {
        let Self {
            program,
            folder,
            url,
            ca,
        } = self;
        let (program, data) = (quote(program), quote(&folder.path().to_string_lossy()));
        let credentials = folder.credentials();
        let credentials = credentials.display();
        let host = &url.address;
        let (authority, trust) = ca.map_or_else(Default::default, |ca| trust(ca, url));
        format!(
            "
  endpoint      {url}
  credentials   {credentials}
{authority}
Paste into another shell:

{trust}  eval \"$({program} env --data {data})\"
  aws ecr create-repository --repository-name hello --endpoint-url {url}
  aws ecr get-login-password --endpoint-url {url} | docker login --username AWS --password-stdin {host}
  docker tag hello-world {host}/hello:latest
  docker push {host}/hello:latest

"
        )
    }
}

/// The line that names the authority, and the command that has docker trust it.
fn trust(ca: &Path, url: &Url) -> (String, String) {
    let host = &url.address;
    let quoted = quote(&ca.to_string_lossy());
    (
        format!("  authority     {}\n", ca.display()),
        format!("  sudo install -D -m 644 {quoted} /etc/docker/certs.d/{host}/ca.crt\n"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Scheme;

    #[test]
    fn commands_can_be_pasted() {
        let folder = DataFolder::at(Path::new("./my data"));
        let url = Url {
            scheme: Scheme::Https,
            address: "localhost:5000".parse().unwrap(),
        };
        let welcome = Welcome {
            program: "hythe",
            folder: &folder,
            url: &url,
            ca: Some(Path::new("/d/tls/ca.pem")),
        };
        let text = welcome.text();
        for line in [
            "  eval \"$(hythe env --data './my data')\"\n",
            "  aws ecr create-repository --repository-name hello --endpoint-url https://localhost:5000\n",
            " | docker login --username AWS --password-stdin localhost:5000\n",
            "  docker push localhost:5000/hello:latest\n",
            "install -D -m 644 /d/tls/ca.pem /etc/docker/certs.d/localhost:5000/ca.crt\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
    }
}
