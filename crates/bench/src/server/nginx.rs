//! nginx with the bytes as static files, in the settings of Debian's configuration, except that it
//! writes no access log and does not close a connection after 1,000 requests.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::process::{Process, free_address};
use super::{Kind, Server, usual_headers};

pub(super) async fn start(folder: PathBuf) -> anyhow::Result<Server> {
    let address = free_address()?;
    let data = folder.join("files");
    fs::create_dir_all(&data).context("could not make the folder of nginx")?;
    let shown = folder.display();
    // Only root may choose the workers' user, and must, for them to read a private folder.
    let user = if rustix::process::geteuid().is_root() {
        "user root;"
    } else {
        ""
    };
    let configuration = format!(
        "{user}
worker_processes auto;
daemon off;
pid {shown}/pid;
error_log stderr;
events {{ worker_connections 768; }}
http {{
    sendfile on;
    tcp_nopush on;
    access_log off;
    keepalive_requests 1000000000;
    default_type application/octet-stream;
    client_body_temp_path {shown}/body;
    proxy_temp_path {shown}/proxy;
    fastcgi_temp_path {shown}/fastcgi;
    uwsgi_temp_path {shown}/uwsgi;
    scgi_temp_path {shown}/scgi;
    server {{
        listen {address};
        root {files};
    }}
}}
",
        files = data.display()
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, configuration).context("could not write the configuration of nginx")?;
    let file = file.to_str().context("a temporary folder has a name in UTF-8")?;
    let arguments = ["-p", ".", "-e", "stderr", "-c", file];
    let mut process = Process::start(&program(), &arguments, &folder, "Debian's package nginx")?;
    process.listening(address).await?;
    Ok(Server {
        kind: Kind::Nginx,
        address,
        data,
        headers: usual_headers(address),
        login: None,
        process,
    })
}

/// The folder of administrators' programs is not on everybody's path.
pub(super) fn program() -> PathBuf {
    let usual = Path::new("/usr/sbin/nginx");
    if usual.exists() {
        usual.to_owned()
    } else {
        "nginx".into()
    }
}
