/** systemd-inhibit(1): keeps the machine from sleeping for as long as the command lives. */
import { run, unreadableAnswer } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface Inhibitor {
  /** False once it ended, whoever ended it. */
  isHeld(): boolean
  /** Resolves when sleep is allowed again. */
  release(): Promise<void>
}

/** Returns once it holds; it ends with this process too, however that ends. */
export async function inhibitSleep(why: string): Promise<Inhibitor> {
  const released = new AbortController()
  let tellHeld: () => void = () => undefined
  const held = new Promise<void>((resolve) => (tellHeld = resolve))
  const ended = run(
    {
      title: titles.stayAwake({}),
      argv: [
        'systemd-inhibit',
        '--what=sleep:idle:handle-lid-switch',
        '--who=pc-switcher',
        `--why=${why}`,
        '--mode=block',
        'sh',
        '-c',
        'echo held; exec sleep infinity',
      ],
      diesWithAgent: true,
      onLine: tellHeld,
    },
    { signal: released.signal },
  )
  let isOver = false
  const over = ended.catch(() => undefined).then(() => void (isOver = true))
  await Promise.race([held, ended.then(() => Promise.reject(unreadableAnswer('systemd-inhibit', 'it ended at once')))])
  return {
    isHeld: () => !isOver,
    release() {
      released.abort()
      return over
    },
  }
}
