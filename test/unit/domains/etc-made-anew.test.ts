import { expect, it } from 'vitest'
import { madeAnewNotes } from '../../../src-main/domains/etc-tracking/on-pair/verify-etc.ts'

it.each([
  ['/default/grub', ['update-grub']],
  ['/grub.d/40_custom', ['update-grub']],
  ['/initramfs-tools/modules', ['update-initramfs']],
  ['/modprobe.d/sound.conf', ['update-initramfs']],
  ['/dracut.conf.d/sound.conf', ['dracut']],
  ['/default/grub-like', []],
  ['/sysctl.d/60-dev.conf', []],
])('says what is to be made again after %s was copied', (path, programs) => {
  const notes = madeAnewNotes([path], 'XPS 13')
  expect(notes.map((note) => /“sudo ([\w-]+)/.exec(note)?.[1])).toEqual(programs)
  expect(notes.every((note) => note.includes('XPS 13'))).toBe(true)
})
