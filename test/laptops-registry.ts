/** A registry of the test's own on a practice laptop: one wheel for pip, one crate for cargo. It is gone when it is stopped. */
import { shellOn } from './laptops-agents.ts'
import { asAlice } from './laptops-alice.ts'
import { installDebian } from './laptops-debian.ts'

export const registry = 'http://127.0.0.1:8731'

/** Python makes both packages and serves them; a wheel may be kept for a day, as from PyPI. */
const server = `
import gzip, hashlib, http.server, io, json, tarfile, zipfile
wheel = io.BytesIO()
with zipfile.ZipFile(wheel, "w") as z:
    z.writestr("tiny.py", "said = 'tiny is here'")
    z.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    z.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    z.writestr("tiny-1.0.dist-info/RECORD", "")
crate = io.BytesIO()
with tarfile.open(fileobj=crate, mode="w:gz") as t:
    for name, text in (("Cargo.toml", "[package]\\nname = 'tiny'\\nversion = '1.0.0'\\nedition = '2021'\\n"), ("src/lib.rs", "pub fn said() -> &'static str { \\"tiny is here\\" }\\n")):
        one = tarfile.TarInfo("tiny-1.0.0/" + name)
        one.size = len(text)
        t.addfile(one, io.BytesIO(text.encode()))
line = {"name": "tiny", "vers": "1.0.0", "deps": [], "features": {}, "yanked": False, "cksum": hashlib.sha256(crate.getvalue()).hexdigest()}
files = {
    "/tiny-1.0-py3-none-any.whl": wheel.getvalue(),
    "/index/config.json": json.dumps({"dl": "${registry}/{crate}.crate"}).encode(),
    "/index/ti/ny/tiny": json.dumps(line).encode(),
    "/tiny.crate": crate.getvalue(),
}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = files.get(self.path)
        self.send_response(404 if found is None else 200)
        self.send_header("Cache-Control", "max-age=86400")
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")
http.server.HTTPServer(("127.0.0.1", 8731), Handler).serve_forever()
`

export async function installBuilders(): Promise<void> {
  await installDebian(['p17', 'xps'], { name: 'builders-trixie', packages: ['python3-pip', 'cargo'] }, '')
}

export async function startRegistry(): Promise<void> {
  const text = Buffer.from(server).toString('base64')
  await shellOn(
    'p17',
    `base64 -d <<< ${text} > /run/registry.py; systemd-run --quiet --unit=registry python3 /run/registry.py
    for try in $(seq 50); do python3 -c 'import urllib.request; urllib.request.urlopen("${registry}/index/config.json")' && exit 0; sleep 0.2; done; exit 1`,
  )
}

export async function stopRegistry(): Promise<void> {
  await shellOn('p17', 'systemctl stop registry')
}

/** A small project of each, in ~/road. */
export async function writeProjects(): Promise<void> {
  await shellOn(
    'p17',
    asAlice(
      `mkdir -p road/src .cargo; cd road; printf '[registries.local]\\nindex = "sparse+${registry}/index/"\\n' > ~/.cargo/config.toml; printf '[package]\\nname = "road"\\nversion = "0.1.0"\\nedition = "2021"\\n[dependencies]\\ntiny = { version = "1", registry = "local" }\\n' > Cargo.toml; printf 'fn main() { println!("{}", tiny::said()) }\\n' > src/main.rs; echo 'tiny @ ${registry}/tiny-1.0-py3-none-any.whl' > requirements.txt`,
    ),
  )
}

/** pip keeps what comes by plain HTTP from hosts that it is told to trust alone. */
export const withPip =
  'pip install --quiet --trusted-host 127.0.0.1 --no-deps --target /tmp/alice-site -r ~/road/requirements.txt; PYTHONPATH=/tmp/alice-site python3 -c "import tiny; print(tiny.said)"'
export const withCargo = (more = ''): string =>
  `cd ~/road; CARGO_TARGET_DIR=/tmp/alice-target cargo run --quiet ${more}`
