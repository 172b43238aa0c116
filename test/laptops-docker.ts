/** The system's Docker on the practice laptops: its daemon runs without a network, and starts no container. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { installDebian } from './laptops-debian.ts'

const packages = ['docker.io', 'docker-cli', 'iptables'] as const

const unit = `[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd -H fd:// --iptables=false --ip6tables=false --bridge=none
`

export function installDocker(hosts: readonly Host[]): Promise<void> {
  return installDebian(
    hosts,
    { name: 'docker-trixie', packages },
    `mkdir -p /etc/systemd/system/docker.service.d
    cat > /etc/systemd/system/docker.service.d/practice.conf <<'END'
${unit}END
    systemctl daemon-reload; systemctl restart docker`,
  )
}

export function dockerOn(host: Host, script: string): Promise<string> {
  return shellOn(host, `export DOCKER_BUILDKIT=0; ${script}`)
}
