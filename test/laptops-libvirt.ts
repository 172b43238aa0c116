/** Real libvirt, QEMU, OVMF and swtpm on the practice laptops. */
import type { Host } from '../practice/layout.ts'
import { installDebian } from './laptops-debian.ts'

const packages = [
  'libvirt-daemon-system',
  'libvirt-clients',
  'qemu-system-x86',
  'ovmf',
  'swtpm',
  'swtpm-tools',
] as const

/** No KVM here, and no control groups: guests are of type "qemu". */
const settings = `cgroup_controllers = [ ]
namespaces = []
seccomp_sandbox = 0
remember_owner = 0
security_driver = "none"
`

export function installLibvirt(hosts: readonly Host[]): Promise<void> {
  return installDebian(
    hosts,
    { name: 'libvirt-trixie', packages },
    `cat > /etc/libvirt/qemu.conf <<'END'
${settings}END
    systemctl restart libvirtd.service`,
  )
}
