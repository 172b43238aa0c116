/** Real rootless podman on the practice laptops. */
import { person, type Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { installDebian } from './laptops-debian.ts'

const packages = ['podman', 'crun', 'uidmap', 'fuse-overlayfs', 'passt'] as const

/** Containers run here without a network, without control groups, and without keys of the kernel. */
const settings = `[containers]
keyring = false
netns = "none"
cgroups = "disabled"
`

export function installPodman(hosts: readonly Host[]): Promise<void> {
  return installDebian(
    hosts,
    { name: 'podman-trixie', packages },
    `install -d -o ${person} -g ${person} /home/${person}/.config/containers
    cat > /etc/containers/containers.conf <<'END'
${settings}END`,
  )
}

/** As the person, in their session. */
export async function asPersonOn(host: Host, script: string): Promise<string> {
  return shellOn(
    host,
    `cd /; uid=$(id -u ${person}); exec setpriv --reuid=$uid --regid=$(id -g ${person}) --init-groups -- env HOME=/home/${person} USER=${person} XDG_RUNTIME_DIR=/run/user/$uid PODMAN_IGNORE_CGROUPSV1_WARNING=1 bash -euc "$1"`.replace(
      '"$1"',
      quoted(script),
    ),
  )
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
