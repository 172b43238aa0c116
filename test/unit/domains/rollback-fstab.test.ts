import { describe, expect, it } from 'vitest'
import { checkFstab } from '../../../src-main/domains/rollback/on-machine/plan/check-system.ts'
import { parseFstab } from '../../../src-main/tools/mounts/fstab.ts'
import { wording } from '../../../src-main/app/wording.ts'

const home = { name: '@home', oldId: 257, targets: ['/home'] }
const line = (options: string, target = '/home', fsType = 'btrfs') => ({
  source: 'UUID=1',
  target,
  fsType,
  options: options.split(','),
})
const checkFstabLine = (...entries: ReturnType<typeof line>[]) => {
  const why = checkFstab(entries, home, '/etc/fstab')
  return why === undefined ? undefined : wording.words(why)
}

describe('what the next start would mount', () => {
  it('is the new one where the table gives its name', () => {
    expect(checkFstabLine(line('subvol=@home,noatime'))).toBeUndefined()
    expect(checkFstabLine(line('noatime,subvol=/@home'), line('subvol=@', '/'))).toBeUndefined()
  })

  it('is the old one, in silence, where the table gives its number', () => {
    expect(checkFstabLine(line('noatime,subvolid=257'))).toMatchObject({
      message: expect.stringContaining('by a number') as string,
      hint: expect.stringContaining('subvol=/@home') as string,
    })
  })

  it('is nothing at all, and the laptop does not start, where name and number would disagree', () => {
    expect(checkFstabLine(line('subvolid=257,subvol=/@home'))?.message).toContain('would not start')
  })

  it('is the default subvolume where the table names none', () => {
    expect(checkFstabLine(line('defaults'))?.message).toContain('default')
  })

  it('is somewhere else where the number of the old one stands at another place', () => {
    expect(checkFstabLine(line('subvol=@home'), line('subvolid=257', '/mnt/home'))?.message).toContain('/mnt/home')
  })

  it('cannot be told where the table does not say, or says another name', () => {
    expect(checkFstabLine(line('subvol=@', '/'))?.message).toContain('has no line for /home')
    expect(checkFstabLine(line('subvol=@people'))?.message).toContain('another subvolume')
  })

  it('does not matter for what is not mounted by itself', () => {
    expect(checkFstab([line('subvol=@', '/')], { ...home, targets: [] }, '/etc/fstab')).toBeUndefined()
  })

  it('is not guessed from an answer that cannot be read', () => {
    expect(() => parseFstab('findmnt: error')).toThrow(/findmnt --fstab/)
  })
})
