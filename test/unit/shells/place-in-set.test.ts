import { describe, expect, it } from 'vitest'
import { placeOf } from '../../../src-main/shells/cli/snapshots/choose.ts'

const set = {
  subvolumes: [
    { subvolume: 'system', path: '/' },
    { subvolume: 'home', path: '/home' },
  ],
}

describe('a path that is typed for a snapshot or a copy', () => {
  it('is in the closest part around it, or below the one that is meant', () => {
    expect(placeOf(set, '/home/alice/', 'home')).toEqual({ subvolume: 'home', path: 'alice' })
    expect(placeOf(set, '/homes', 'home')).toEqual({ subvolume: 'system', path: 'homes' })
    expect(placeOf(set, 'alice/..plan', 'home')).toEqual({ subvolume: 'home', path: 'alice/..plan' })
  })

  it.each(['/home/alice/../bob', '..', './alice'])('is refused in words where it leads elsewhere: %s', (given) => {
    expect(() => placeOf(set, given, 'home')).toThrow(`"${given}" has "." or ".." in it.`)
  })
})
