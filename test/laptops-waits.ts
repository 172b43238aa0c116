/** What a test waits for on practice laptops: a test that runs out of time says where it was. */
import { onTestFailed } from 'vitest'
import { hosts } from '../practice/layout.ts'
import { execOn } from '../practice/pair.ts'
import { testPair } from './laptops-pair.ts'

interface Wait {
  readonly what: string
  readonly beganMs: number
}

const waits = new Set<Wait>()

export async function waitFor<T>(what: string, work: Promise<T>): Promise<T> {
  const wait = { what, beganMs: Date.now() }
  waits.add(wait)
  try {
    return await work
  } finally {
    waits.delete(wait)
  }
}

/** Once the test has failed and its own hooks have run: what it still waits for, and what runs and was written last there. */
export function tellWhereItFails(): void {
  onTestFailed(async ({ task }) => {
    const now = Date.now()
    const lines = [...waits].map(({ what, beganMs }) => `waits ${Math.round((now - beganMs) / 1_000)} s for ${what}`)
    for (const host of hosts) {
      const seen = await execOn(host, ['bash', '-c', look], { name: testPair }).catch((thrown: unknown) => ({
        stdout: `could not be looked at: ${String(thrown)}`,
      }))
      lines.push(`${host}:`, seen.stdout)
    }
    console.log(`"${task.name}" failed\n${lines.join('\n')}`)
  })
}

const look = `ps -eo pid,ppid,stat,etimes,args --forest | grep -E '[p]c-switcher|[r]sync|[a]pt-get|[g]it |[s]sh ' | cut -c 1-200
f=$(ls -d /var/lib/pc-switcher/app/journals/* 2>/dev/null | sort | tail -n 1); [ -z "$f" ] || tail -n 6 "$f" | cut -c 1-400
journalctl --no-pager -n 15 -o cat _SYSTEMD_USER_UNIT=pc-switcher.service | cut -c 1-300`
