/** All that the app starts on either laptop for pairing, as the person. Each is constant; data comes by standard input. */
import { personScript, type PersonScript } from '../../../machine/person-shell/person-shell.ts'
import { withoutPassword } from '../../../machine/person-shell/scripts.ts'

/** What the package depends on (its control file), so that the person is told beforehand what comes with it. */
export const neededPackages = [
  ...['libc6', 'libgcc-s1', 'libstdc++6', 'openssh-server', 'openssh-client', 'sudo', 'btrfs-progs', 'rsync'],
  ...['syncthing', 'git', 'gpg', 'etckeeper', 'acl', 'attr', 'e2fsprogs', 'mount', 'passwd', 'systemd'],
] as const

/** KEY=value lines; what a laptop does not have has no value. */
export const probeScript = personScript(`
say() { printf "%s=%s" "$1" "$2"; echo; }
say user "$(id -un)"
say uid "$(id -u)"
say gid "$(id -g)"
say host "$(uname -n)"
say machine "$(sha256sum </etc/machine-id | cut -c1-64)"
say system "$(. /etc/os-release 2>/dev/null; printf %s "$PRETTY_NAME")"
say release "$(. /etc/os-release 2>/dev/null; printf %s "$ID $VERSION_ID")"
say architecture "$(dpkg --print-architecture 2>/dev/null)"
say apt "$(command -v apt-get)"
say package "$(dpkg-query -s pc-switcher-headless 2>/dev/null | grep -E "^(Status|Version): " | cut -d: -f2- | paste -sd" ")"
say missing "$(for one in ${neededPackages.join(' ')}; do dpkg-query -s $one 2>/dev/null | grep -q "^Status: install ok installed" || echo $one; done | paste -sd" ")"
say build "$(sha256sum /usr/lib/pc-switcher/agent.cjs /usr/lib/pc-switcher/set-up.cjs 2>/dev/null | sha256sum | cut -c1-64)"
say rootfs "$(stat -f -c %T /)"
say homefs "$(stat -f -c %T /home)"
say homeinode "$(stat -c %i /home)"
say homelink "$(readlink /home)"
say statemount "$(findmnt -n -o FSROOT --mountpoint /var/lib/pc-switcher 2>/dev/null)"
say paired "$(cat /etc/pc-switcher/machine.json 2>/dev/null)"
say peerkeys "$(cut -d" " -f3 /var/lib/pc-switcher/app/known_hosts 2>/dev/null | paste -sd" ")"
say hostkeys "$(cat /etc/ssh/ssh_host_*_key.pub 2>/dev/null | cut -d" " -f2 | paste -sd" ")"
say etckeeper "$(test -d /etc/.git && echo yes)"
say connection "$SSH_CONNECTION"
say sudo "$(${withoutPassword} 2>/dev/null && echo free)"
say clock "$(date +%s%N)"
`)

export interface AsRoot {
  /** sudo asks for nothing. */
  readonly free: PersonScript
  /** The password is the first line of what comes in. */
  readonly asking: PersonScript
}

function asRoot(command: string): AsRoot {
  return {
    free: personScript(`exec sudo -k -n -- ${command}`),
    asking: personScript(`exec sudo -k -S -p "" -- ${command}`),
  }
}

export const sshdExitCodes = { missing: 7, broken: 9 } as const
/**
 * Which settings sshd has for the account of the other laptop, whether that is there yet or not, and what its file includes. Its
 * folder is made at the first connection where systemd listens for it, and without it sshd says nothing.
 */
export const readSshdScript = asRoot(
  `sh -c "test -x /usr/sbin/sshd || exit ${sshdExitCodes.missing}; mkdir -p -m 0755 /run/sshd; /usr/sbin/sshd -T -C user=pc-switcher,host=laptop,addr=192.0.2.1 || exit ${sshdExitCodes.broken}; echo --; grep -i include /etc/ssh/sshd_config; exit 0"`,
)

/** What Node has compiled is in there too. */
const folder = '"$HOME/.cache/pc-switcher"'
const sent = '"$HOME/.cache/pc-switcher/pc-switcher-headless.deb"'
const log = '"$HOME/.cache/pc-switcher/install.log"'

/**
 * A connection that is lost closes what an installer writes to, which would tear it: it writes to a file, and goes on to its end.
 * Whoever comes again meanwhile waits for it. No umask of ours: sudo would hand it on to the scripts of packages.
 */
function toTheEnd({ free, asking }: AsRoot): AsRoot {
  const logged = (script: string): PersonScript =>
    personScript(`
mkdir -p ${folder} && chmod 0700 ${folder}
${script.replace(/^exec /, '')} >${log} 2>&1
code=$?
tail -c 4000 ${log}
exit $code
`)
  return { free: logged(free), asking: logged(asking) }
}

const apt = 'env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o DPkg::Lock::Timeout=300'

export const setUp = asRoot('/usr/lib/pc-switcher/set-up')
export const updateLists = toTheEnd(asRoot(`${apt} update`))
/** Packages that were left half-way, by whatever. */
export const finishPackages = toTheEnd(asRoot('env DEBIAN_FRONTEND=noninteractive dpkg --configure -a'))
export const installPackage = toTheEnd(
  asRoot(
    `${apt} --no-install-recommends --reinstall --allow-downgrades -o Dpkg::Options::=--force-confold install ${sent}`,
  ),
)

/**
 * The first line is the checksum of what follows. It has its name only when it is whole: one whose connection was lost, and
 * came back, may still be writing when the next one is done.
 */
export const keepPackage = personScript(`
umask 077
mkdir -p ${folder} && chmod 0700 ${folder} || exit 1
read -r sum
part=$(mktemp ${folder}/sending.XXXXXX) && cat >"$part" || exit 1
if [ "$(sha256sum <"$part" | cut -c1-64)" = "$sum" ]; then
    mv "$part" ${sent}
else
    rm -f "$part"
    exit 3
fi
`)
export const dropPackage = personScript(`
rm -f ${sent} ${log} ${folder}/sending.*
rmdir ${folder} 2>/dev/null
exit 0
`)

const asManager = 'XDG_RUNTIME_DIR="/run/user/$(id -u)"; export XDG_RUNTIME_DIR'
/** Both laptops are told to be paired next: it has to be so after a power loss, too (sync(1)). */
const enable = 'systemctl --user --quiet enable pc-switcher.service && sync --file-system "$HOME"'

/** An app of another build ends, so that both talk alike. */
export const startAppThere = personScript(`
${asManager}
systemctl --user daemon-reload && ${enable} && systemctl --user restart pc-switcher.service
`)
/** An app that runs here may be the one that does this. */
export const startAppHere = personScript(`
${asManager}
systemctl --user daemon-reload && ${enable}
test -S "$XDG_RUNTIME_DIR/pc-switcher.sock" || systemctl --user start pc-switcher.service
`)
export const stopAppThere = personScript(`
${asManager}
systemctl --user --quiet disable --now pc-switcher.service 2>/dev/null
exit 0
`)
/** It may be the one that does this: it ends after it has answered. A timer is a minute late unless it is told otherwise. */
export const stopAppHere = personScript(`
${asManager}
systemctl --user --quiet disable pc-switcher.service 2>/dev/null
systemd-run --user --quiet --collect --on-active=2 --timer-property=AccuracySec=100ms systemctl --user stop pc-switcher.service 2>/dev/null
exit 0
`)
