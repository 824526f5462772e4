# Installs every client that the tests drive, from package registries only. Sourced by scripts/e2e.
#
# Each step looks first whether its work is already done, so a second run costs a second.
# A client that cannot be installed ends the run: a test that was left out must not look like one that passed.
# The Go tools and the Python environment live in the cache folder; Debian's packages go where Debian puts them.

# busybox-static gives images without a base. runc runs containers for docker, containerd and podman alike.
# nginx and docker-registry are what the benchmark compares with; they are installed here so that one script installs all.
e2e_debian_packages=(
  docker.io containerd runc skopeo podman buildah awscli
  busybox-static curl postgresql-15 nginx docker-registry
)

# module path of the command, a space, its version
e2e_go_tools=(
  "github.com/google/go-containerregistry/cmd/crane v0.22.1"
  "github.com/regclient/regclient/cmd/regctl v0.11.7"
  "helm.sh/helm/v3/cmd/helm v3.22.0"
  "github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/docker-credential-ecr-login v0.12.0"
)

e2e_say() { printf '[e2e %4ss] %s\n' "$SECONDS" "$*" >&2; }

e2e_install_debian() {
  local missing=() package
  for package in "${e2e_debian_packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  e2e_say "installing Debian packages: ${missing[*]}"
  apt-get -qq update
  # The packages' own daemons stay stopped: every daemon that a test uses is started by that test.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" \
    >"$cache/apt.log" 2>&1 || { tail -n 30 "$cache/apt.log" >&2; return 1; }
}

e2e_install_go() {
  local line module version tool stamp helper=github.com/awslabs/amazon-ecr-credential-helper/ecr-login
  mkdir -p "$cache/bin"
  for line in "${e2e_go_tools[@]}"; do
    read -r module version <<<"$line"
    tool=${module##*/}
    stamp=$cache/bin/.$tool@$version
    [ -e "$stamp" ] && [ -x "$cache/bin/$tool" ] && continue
    e2e_say "building $tool $version"
    # The credential helper names its version in its User-Agent only when the linker is told.
    GOBIN=$cache/bin GOMAXPROCS=2 GOFLAGS='-p=2 -trimpath' CGO_ENABLED=0 \
      go install -ldflags "-s -w -X $helper/version.Version=${version#v}" "$module@$version" \
      >"$cache/go-$tool.log" 2>&1 || { tail -n 30 "$cache/go-$tool.log" >&2; return 1; }
    touch "$stamp"
  done
}

# Amazon's Terraform provider. It is as large as all the other tools together: some two minutes on two cores. Its build
# cache is kept beside it, so that a build that was cut off goes on where it was.
e2e_install_terraform() {
  local module=$e2e/terraform folder=$cache/terraform version plugin
  version=$(sed -n 's/.* => .*terraform-provider-aws v//p' "$module/go.mod")
  plugin=$folder/terraform-provider-aws_v${version}_x4
  [ -x "$plugin" ] && cat "$module"/{go.mod,go.sum,main.go} | cmp -s "$folder/.built" - && return 0
  e2e_say "building Terraform's provider $version"
  rm -rf "$folder"
  mkdir -p "$folder"
  GOCACHE=$cache/go-build GOMAXPROCS=2 GOFLAGS='-p=2 -trimpath -buildvcs=false' CGO_ENABLED=0 \
    go build -C "$module" -ldflags='-s -w' -o "$plugin" . \
    >"$cache/go-terraform.log" 2>&1 || { tail -n 30 "$cache/go-terraform.log" >&2; return 1; }
  cat "$module"/{go.mod,go.sum,main.go} >"$folder/.built"
}

e2e_install_python() {
  local stamp=$cache/venv/.requirements
  cmp -s "$e2e/requirements.txt" "$stamp" && return 0
  e2e_say "making the Python environment"
  rm -rf "$cache/venv"
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$e2e/requirements.txt" \
    >"$cache/pip.log" 2>&1 || { tail -n 30 "$cache/pip.log" >&2; return 1; }
  cp "$e2e/requirements.txt" "$stamp"
}

e2e_install() {
  mkdir -p "$cache"
  e2e_install_debian
  e2e_install_go
  e2e_install_terraform
  e2e_install_python
  e2e_say "every client is installed"
}
