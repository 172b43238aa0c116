/** /sys/class/power_supply: batteries and chargers (the kernel's Documentation/ABI/testing/sysfs-class-power). */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { readIfThere } from '../files/own-file.ts'

export interface PowerStatus {
  readonly plugged: boolean
  /** Of all batteries together; absent where there is none. */
  readonly percent?: number
}

export interface PowerSupply {
  readonly type: string
  /** "Device" is a mouse's or a headset's battery. */
  readonly scope: string | undefined
  readonly online: string | undefined
  readonly status: string | undefined
  readonly capacity: string | undefined
}

export function readPower(folder = '/sys/class/power_supply'): PowerStatus {
  if (!existsSync(folder)) return { plugged: true }
  return assessPower(readdirSync(folder).flatMap((name) => readSupply(path.join(folder, name))))
}

/** A machine without a battery is plugged in. With several chargers (USB-C) one that is online is enough. */
export function assessPower(supplies: readonly PowerSupply[]): PowerStatus {
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device')
  if (batteries.length === 0) return { plugged: true }
  const chargers = supplies.filter(({ type }) => type !== 'Battery')
  const plugged =
    chargers.some(({ online }) => online === '1') ||
    batteries.every(({ status }) => status === 'Charging' || status === 'Full')
  const known = batteries.flatMap(({ capacity }) =>
    capacity !== undefined && /^\d+$/.test(capacity) ? [Number(capacity)] : [],
  )
  if (known.length === 0) return { plugged }
  return { plugged, percent: Math.round(known.reduce((sum, percent) => sum + percent, 0) / known.length) }
}

/** A supply can be unplugged while it is read. */
function readSupply(folder: string): readonly PowerSupply[] {
  const field = (name: string): string | undefined => {
    try {
      return readIfThere(path.join(folder, name))?.trim()
    } catch {
      return undefined
    }
  }
  const type = field('type')
  if (type === undefined) return []
  return [
    { type, scope: field('scope'), online: field('online'), status: field('status'), capacity: field('capacity') },
  ]
}
