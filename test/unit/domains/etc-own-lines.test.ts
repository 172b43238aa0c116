import { describe, expect, it } from 'vitest'
import { laptopNames, sharedContent, withOwnLines } from '../../../src-main/domains/etc-tracking/own-lines.ts'
import { createRandom } from '../../random.ts'

const isLaptop = laptopNames(['p17', 'xps'])
const shared = (text: string): string => sharedContent('/hosts', Buffer.from(text), isLaptop).toString()
const merged = (incoming: string, here: string | undefined): string =>
  withOwnLines('/hosts', Buffer.from(incoming), here === undefined ? undefined : Buffer.from(here), isLaptop).toString()

describe('what /etc/hosts says of a laptop', () => {
  it.each([
    ['127.0.0.1\tlocalhost\n127.0.1.1\tp17\n', '127.0.0.1\tlocalhost\n'],
    ['127.0.1.1 p17.corp.org p17 # me\n10.0.0.5 db\n', '10.0.0.5 db\n'],
    // A name that the laptop had before it was renamed.
    ['127.0.1.1 ubuntu\n', ''],
    ['127.0.0.1 p17 p17.lan shop.test # mine\n', '127.0.0.1 shop.test # mine\n'],
    ['127.0.0.1 localhost P17\n', '127.0.0.1 localhost\n'],
    [
      '::1 localhost ip6-localhost p17\nfe80::1%wlan0 p17.local\nff02::1 ip6-allnodes\n',
      '::1 localhost ip6-localhost\nff02::1 ip6-allnodes\n',
    ],
    ['192.168.1.7 xps\n192.168.1.8 nas\n', '192.168.1.8 nas\n'],
    ['127.0.0.1 p17.localhost shop.p17 p17x\n', '127.0.0.1 p17.localhost shop.p17 p17x\n'],
    ['# 127.0.1.1 p17\n\n  \n#p17\n', '# 127.0.1.1 p17\n\n  \n#p17\n'],
    ['127.0.0.1 localhost\r\n127.0.1.1 p17\r\n10.0.0.5 db\r\n', '127.0.0.1 localhost\r\n10.0.0.5 db\r\n'],
    ['10.0.0.5 db\n127.0.1.1 p17', '10.0.0.5 db\n'],
    ['', ''],
  ])('is left out of what is shared: %j', (text, wanted) => {
    expect(shared(text)).toBe(wanted)
  })

  it('is asked of /etc/hosts alone', () => {
    const text = Buffer.from('127.0.1.1 p17\n')
    expect(sharedContent('/mine/hosts', text, isLaptop)).toBe(text)
    expect(withOwnLines('/mine/hosts', text, Buffer.from('127.0.1.1 xps\n'), isLaptop)).toBe(text)
  })

  it('takes no name for one of a laptop where it has none or is called localhost', () => {
    const isNone = laptopNames(['localhost', ''])
    expect(['localhost', 'localhost.localdomain', '', 'db'].filter(isNone)).toEqual([])
  })

  it.each([
    [
      '127.0.0.1 localhost\n10.0.0.5 db\n',
      '127.0.0.1 localhost\n127.0.1.1 xps # mine\n\n192.168.1.3 p17\n',
      '127.0.0.1 localhost\n127.0.1.1 xps # mine\n192.168.1.3 p17\n10.0.0.5 db\n',
    ],
    ['127.0.0.1 localhost\n10.0.0.5 db\n', '127.0.0.1 localhost xps\n', '127.0.0.1 localhost xps\n10.0.0.5 db\n'],
    ['127.0.0.1\tlocalhost\n', '127.0.0.1 localhost xps\n', '127.0.0.1 xps\n127.0.0.1\tlocalhost\n'],
    // Nothing of its own is made up for a laptop that has none.
    ['127.0.0.1 localhost\n', '127.0.0.1 localhost\n', '127.0.0.1 localhost\n'],
    ['10.0.0.5 db\n', undefined, '10.0.0.5 db\n'],
    ['10.0.0.5 db', '10.0.0.5 db\n127.0.1.1 xps', '127.0.1.1 xps\n10.0.0.5 db'],
    ['10.0.0.5 db\r\n', '127.0.1.1 xps\n', '127.0.1.1 xps\r\n10.0.0.5 db\r\n'],
    ['', '127.0.1.1 xps', '127.0.1.1 xps\n'],
  ])('stays where the rest is placed: %j over %j', (incoming, here, wanted) => {
    expect(merged(incoming, here)).toBe(wanted)
    expect(shared(wanted)).toBe(incoming)
  })

  it('changes nothing where the shared part is the same', () => {
    const text =
      '127.0.0.1 localhost\n127.0.1.1 xps.lan xps\n\n# work\n10.0.0.5 db\n::1 localhost xps\n127.0.0.1 xps shop.test\n'
    expect(merged(shared(text), text)).toBe(text)
  })

  it('is never in the way of the proof, whatever both have', () => {
    const random = createRandom(17)
    const pick = (some: readonly string[]): string => random.pick(some) ?? ''
    const words = ['p17', 'xps', 'db', 'localhost', 'p17.lan', 'xps.test', '# p17', '127.0.0.1', '127.0.1.1', '::1']
    const blanks = [' ', '\t', '  ']
    const line = () => Array.from({ length: random.below(5) }, () => pick(blanks) + pick(words)).join('')
    const file = () =>
      Array.from({ length: random.below(6) }, () => line().slice(random.below(2)) + pick(['\n', '\n', '\r\n'])).join(
        '',
      ) + pick(['', '10.0.0.5 db', '127.0.1.1 xps'])
    for (let count = 0; count < 3_000; count += 1) {
      const [from, to] = [shared(file()), file()]
      const placed = merged(from, to)
      expect(shared(placed), JSON.stringify({ from, to, placed })).toBe(from)
      expect(merged(from, placed)).toBe(placed)
    }
  })
})
