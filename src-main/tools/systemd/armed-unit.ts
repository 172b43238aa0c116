/** systemd-run(1): a unit that starts after a while, whatever becomes of the one who asked, unless it is disarmed. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { stopUnit } from './systemctl-units.ts'

export interface ArmedUnit {
  /** Its own name, without ".timer". */
  readonly timer: string
  readonly unit: string
  readonly seconds: number
}

/** Anew where it is armed already. */
export async function armUnit({ timer, unit, seconds }: ArmedUnit, options: RunOptions): Promise<void> {
  await disarmUnit(timer, options)
  // prettier-ignore
  const argv = [
    'systemd-run', '--quiet', '--collect', `--unit=${timer}`, `--on-active=${seconds}s`, '--timer-property=AccuracySec=100ms',
    '--', 'systemctl', '--no-block', 'start', unit,
  ] as const
  await run({ title: titles.changeUnit({ verb: 'start', unit: `${timer}.timer` }), argv }, options)
}

/** Harmless when it is not armed. */
export async function disarmUnit(timer: string, options: RunOptions): Promise<void> {
  await stopUnit(`${timer}.timer`, options)
}
