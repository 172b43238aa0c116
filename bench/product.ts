/** The product itself, through its own command line, as its person would use it. */
import { execOn } from '../practice/pair.ts'
import { person } from '../practice/layout.ts'
import type { Laptops } from './by-hand.ts'

export async function plan({ pair, from, to }: Laptops): Promise<void> {
  await pcSwitcher(pair, from, ['plan', '--to', to, '--json'])
}

export async function switchTo({ pair, from, to }: Laptops): Promise<void> {
  await pcSwitcher(pair, from, ['switch', '--to', to, '--yes', '--json'])
}

/** The app of one laptop, started or stopped as its person would: with it go the agents that it holds on both. */
export async function setApp(pair: string, host: Laptops['from'], verb: 'start' | 'stop'): Promise<void> {
  const { exitCode, stderr } = await execOn(host, ['systemctl', '--user', verb, 'pc-switcher.service'], {
    name: pair,
    user: person,
  })
  if (exitCode !== 0) throw new Error(`Could not ${verb} the app on ${host}: ${stderr}`)
}

async function pcSwitcher(pair: string, host: Laptops['from'], words: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await execOn(host, ['pc-switcher', ...words], { name: pair, user: person })
  if (exitCode === 0) return
  const said = stdout.trim().split('\n').at(-1) ?? ''
  throw new Error(`pc-switcher ${words.join(' ')} on ${host} ended with ${exitCode}: ${said} ${stderr}`)
}
