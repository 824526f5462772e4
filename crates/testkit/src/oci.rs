//! Steps of the OCI API that many tests take.

use bytes::Bytes;

use crate::Caller;
use crate::client::Reply;

impl Caller {
    /// Starts an upload, which must succeed, and returns where it goes on.
    pub async fn start_upload(&self, repository: &str) -> String {
        let path = format!("/v2/{repository}/blobs/uploads/");
        let reply = self.oci("POST", &path, &[], Bytes::new()).await;
        assert_eq!(reply.status, 202, "{}", reply.text());
        reply.header("location").to_owned()
    }

    /// Sends more bytes to an upload, with this `Content-Range` if there is one.
    pub async fn patch(&self, location: &str, range: Option<&str>, bytes: &[u8]) -> Reply {
        let mut headers = vec![("content-type", "application/octet-stream")];
        headers.extend(range.map(|range| ("content-range", range)));
        self.oci("PATCH", location, &headers, bytes.to_vec()).await
    }

    /// Ends an upload with its last bytes, of which there may be none.
    pub async fn finish_upload(&self, location: &str, digest: &str, last: &[u8]) -> Reply {
        let path = format!("{location}?digest={digest}");
        let headers = [("content-type", "application/octet-stream")];
        self.oci("PUT", &path, &headers, last.to_vec()).await
    }

    /// `HEAD` of the OCI API.
    pub async fn head(&self, path: &str) -> Reply {
        self.oci("HEAD", path, &[], Bytes::new()).await
    }

    /// `DELETE` of the OCI API.
    pub async fn delete(&self, path: &str) -> Reply {
        self.oci("DELETE", path, &[], Bytes::new()).await
    }

    /// Pushes a manifest of any media type.
    pub async fn put_manifest(
        &self,
        repository: &str,
        reference: &str,
        (media_type, manifest): (&str, &[u8]),
    ) -> Reply {
        let path = format!("/v2/{repository}/manifests/{reference}");
        let headers = [("content-type", media_type)];
        self.oci("PUT", &path, &headers, manifest.to_vec()).await
    }

    /// The head of a logged-in HTTP/1.1 request as text, for a test that sends it byte by byte.
    pub async fn request_head(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let (host, login) = (self.host(), self.session().await);
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: {login}\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        head
    }
}
