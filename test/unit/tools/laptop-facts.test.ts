import { describe, expect, it } from 'vitest'
import { parseAssignment } from '../../../src-main/tools/os-release.ts'
import { assessPower, readPower, type PowerSupply } from '../../../src-main/tools/proc/power-supply.ts'
import { parseSwaps } from '../../../src-main/tools/proc/swaps.ts'
import { parseTimeStatus } from '../../../src-main/tools/systemd/timedatectl.ts'

const supply = (parts: Partial<PowerSupply> & { readonly type: string }): PowerSupply => ({
  scope: undefined,
  online: undefined,
  status: undefined,
  capacity: undefined,
  ...parts,
})

describe('power', () => {
  it('comes from the wall where there is no battery', () => {
    expect(assessPower([])).toEqual({ plugged: true })
    expect(assessPower([supply({ type: 'Battery', scope: 'Device', capacity: '3' })])).toEqual({ plugged: true })
    expect(readPower('/not/there')).toEqual({ plugged: true })
  })

  it('is plugged in when any charger is online', () => {
    const battery = supply({ type: 'Battery', status: 'Not charging', capacity: '84' })
    const usb = supply({ type: 'USB', online: '0' })
    expect(assessPower([battery, usb, supply({ type: 'Mains', online: '1' })])).toEqual({ plugged: true, percent: 84 })
    expect(assessPower([battery, usb])).toEqual({ plugged: false, percent: 84 })
  })

  it('believes a battery that charges where no charger is told of, and averages two', () => {
    const one = supply({ type: 'Battery', status: 'Charging', capacity: '90' })
    expect(assessPower([one])).toEqual({ plugged: true, percent: 90 })
    const discharging = { status: 'Discharging' }
    expect(
      assessPower([{ ...one, ...discharging }, supply({ type: 'Battery', ...discharging, capacity: '41' })]),
    ).toEqual({ plugged: false, percent: 66 })
  })
})

describe('swap files', () => {
  it('are told from partitions, with blanks in their names', () => {
    const text = `Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/dm-1                               partition\t8388604\t\t0\t\t-2\n/swap\\040files/one                      file\t\t2097148\t\t0\t\t-3\n`
    expect(parseSwaps(text)).toEqual(['/swap files/one'])
  })

  it('are none in an empty list, and an error in something else', () => {
    expect(parseSwaps('Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n')).toEqual([])
    expect(() => parseSwaps('')).toThrow(/proc\/swaps/)
  })
})

describe('what the system says of itself', () => {
  it('is read with and without quotes', () => {
    const text = 'NAME="Ubuntu"\nPRETTY_NAME="Ubuntu 24.04.1 \\"LTS\\""\nID=ubuntu\nEMPTY=""\n'
    expect(parseAssignment(text, 'PRETTY_NAME')).toBe('Ubuntu 24.04.1 "LTS"')
    expect(parseAssignment(text, 'ID')).toBe('ubuntu')
    expect(parseAssignment(text, 'EMPTY')).toBeUndefined()
    expect(parseAssignment(text, 'NAM')).toBeUndefined()
  })

  it('is an error when the time service answers something else', () => {
    expect(parseTimeStatus('NTPSynchronized=yes\n')).toEqual({ synchronized: true })
    expect(() => parseTimeStatus('Failed to connect to bus')).toThrow(/timedatectl show/)
  })
})
