/** systemctl(1): turning one timer of ours on and off. systemd.unit(5) for drop-ins. */
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { writeDurably } from '../files/durable-file.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const unitFolder = '/etc/systemd/system'

export function writeDropIn(unit: string, name: string, text: string): void {
  const folder = path.join(unitFolder, `${unit}.d`)
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const file = path.join(folder, `${name}.conf`)
  writeDurably(file, text)
  chmodSync(file, 0o644)
}

/** By the link that turning it on makes. */
export function isTimerEnabled(unit: string): boolean {
  return lstatSync(path.join(unitFolder, 'timers.target.wants', unit), { throwIfNoEntry: false }) !== undefined
}

/** Begins anew with what its files say now. */
export async function enableTimer(unit: string, options: RunOptions): Promise<void> {
  const title = titles.changeUnit({ verb: 'enable', unit })
  await run({ title, argv: ['systemctl', 'daemon-reload'] }, options)
  await run({ title, argv: ['systemctl', '--quiet', 'enable', '--', unit] }, options)
  await run({ title, argv: ['systemctl', 'restart', '--', unit] }, options)
}

export async function disableTimer(unit: string, options: RunOptions): Promise<void> {
  const title = titles.changeUnit({ verb: 'disable', unit })
  await run({ title, argv: ['systemctl', '--quiet', 'disable', '--now', '--', unit] }, options)
}
