/** Flatpak apps of a signed repository, on one of the laptops. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'

/** As the program itself lists them: ref, remote, the beginning of the commit. */
export const listedFlatpaks = async (host: Host): Promise<readonly string[]> => {
  const text = await shellOn(host, 'flatpak list --system --columns=ref,origin,active')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort()
}

/**
 * A signed repository of apps that p17 alone can read, and apps of it. `publish` is told of another one, without a collection, by
 * PLAIN=/srv/plain.
 */
export const makeApps = `
  export GNUPGHOME=/root/keys; mkdir -m 700 $GNUPGHOME
  gpg --batch --quiet --passphrase '' --quick-gen-key 'Practice Apps <apps@example.invalid>' ed25519 sign never
  gpg --export > /srv/apps.gpg
  cat > /root/publish <<'SCRIPT'
set -eu
export GNUPGHOME=/root/keys
key=$(gpg --list-keys --with-colons | sed -n 's/^fpr:*\\([0-9A-F]*\\):/\\1/p' | head -1)
signed="--gpg-sign=$key"; [ -n "\${PLAIN:-}" ] || signed="$signed --collection-id=org.example.Practice"
apps=\${PLAIN:-/srv/apps}
publish() {
  rm -rf /root/app; mkdir -p /root/app/files/bin /root/app/usr /root/app/export
  if [ "$1" = runtime ]; then
    printf '[Runtime]\\nname=%s\\nruntime=%s/x86_64/1\\nsdk=%s/x86_64/1\\n' "$2" "$2" "$2" > /root/app/metadata
    flatpak build-export --runtime $signed $apps /root/app 1
  else
    printf '[Application]\\nname=%s\\nruntime=org.example.Platform/x86_64/1\\nsdk=org.example.Platform/x86_64/1\\n' "$2" > /root/app/metadata
    echo "$3" > /root/app/files/bin/words
    flatpak build-export $signed $apps /root/app stable
  fi
}
publish "$@"
flatpak build-update-repo $signed $apps
SCRIPT
  bash /root/publish runtime org.example.Platform
  for app in Notes Draw Music Radio; do bash /root/publish app org.example.$app first; done
  flatpak remote-add --system --gpg-import=/srv/apps.gpg --collection-id=org.example.Practice practice file:///srv/apps
  flatpak install --system -y --noninteractive practice org.example.Notes org.example.Draw org.example.Radio
  flatpak override --system --nofilesystem=home org.example.Draw
  flatpak mask --system 'org.example.Zed*'
`
