/** systemctl(1): turning one timer of ours on and off. systemd.unit(5) for drop-ins. */
import { chmodSync, lstatSync, mkdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { readIfThere } from '../files/own-file.ts'
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

export function readDropIn(unit: string, name: string): string | undefined {
  return readIfThere(path.join(unitFolder, `${unit}.d`, `${name}.conf`))
}

/** When it was written. */
export function dropInTime(unit: string, name: string): Date | undefined {
  return lstatSync(path.join(unitFolder, `${unit}.d`, `${name}.conf`), { throwIfNoEntry: false })?.mtime
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

/** One that the package turns on: a mask is what turns it off. */
export function isTimerMasked(unit: string): boolean {
  return readlinkIfThere(path.join(unitFolder, unit)) === '/dev/null'
}

/** One that is masked while it runs has failed: "Unit to trigger vanished" (systemd 257). */
export async function maskTimer(unit: string, options: RunOptions): Promise<void> {
  await run(
    { title: titles.changeUnit({ verb: 'stop', unit }), argv: ['systemctl', '--quiet', 'stop', '--', unit] },
    options,
  )
  await run(
    { title: titles.changeUnit({ verb: 'mask', unit }), argv: ['systemctl', '--quiet', 'mask', '--', unit] },
    options,
  )
}

/** Begins anew with what its files say now. */
export async function unmaskTimer(unit: string, options: RunOptions): Promise<void> {
  const title = titles.changeUnit({ verb: 'unmask', unit })
  await run({ title, argv: ['systemctl', '--quiet', 'unmask', '--', unit] }, options)
  await run({ title, argv: ['systemctl', 'daemon-reload'] }, options)
  await run({ title, argv: ['systemctl', 'restart', '--', unit] }, options)
}

function readlinkIfThere(file: string): string | undefined {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(file) : undefined
}
