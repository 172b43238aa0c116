/** Lists that have a text for each file of a home, as they cross in one message. */
import { describe, expect, it } from 'vitest'
import { packList, packedListSchema, unpackList } from '../../../src-main/domains/home-sync/packed-list.ts'
import { packLines, unpackLines, type HomeLine } from '../../../src-main/domains/home-sync/placing-lines.ts'
import { maxMessageBytes } from '../../../src-main/machine/wire.ts'

const unreadable = { code: 'invalid-input', message: 'A list of files cannot be read.' }

describe('a packed list', () => {
  it.each([[[]], [['']], [['a']], [['alice/\u00e4\n\u00ff', '', 'x'.repeat(4_000)]]])(
    'is what it was: %j',
    async (texts) => {
      const packed = await packList(texts)
      expect(packedListSchema.parse(packed)).toBe(packed)
      expect(await unpackList(packed)).toEqual(texts)
    },
  )

  it('fails with what the list it is made of fails with', async () => {
    async function* failing(): AsyncGenerator<readonly string[]> {
      yield ['alice/a']
      await Promise.reject(new Error('no room'))
    }
    await expect(packList(failing())).rejects.toThrow('no room')
  })

  it('is refused when it is none, is cut off, or has more after its end', async () => {
    const whole = Buffer.from(await packList(['alice/a', 'alice/b']), 'base64')
    const withoutEnd = Buffer.from(await packList(['alice/a']), 'base64')
    for (const bytes of [Buffer.from('no list'), whole.subarray(0, -3), Buffer.alloc(0)])
      await expect(unpackList(bytes.toString('base64'))).rejects.toMatchObject(unreadable)
    expect(await unpackList(withoutEnd.toString('base64'))).toEqual(['alice/a'])
  })
})

describe('lines on their way', () => {
  const lines: readonly HomeLine[] = [
    { path: 'alice/a b', action: 'place' },
    { path: 'alice/\u00ff', action: 'lead', beside: 'a (XPS 13)' },
    { path: 'alice/gone/deep', action: 'remove' },
  ]

  it('arrive as they were, in their order', async () => {
    expect(await unpackLines(await packLines(lines))).toEqual(lines)
  })

  it.each([
    [['palice/../bob', '']],
    [['p/etc/passwd', '']],
    [['p', '']],
    [['xalice/a', '']],
    [['palice/a', '../b']],
    [['palice/a', 'b/c']],
    [['palice/a']],
  ])('are refused where one could lead elsewhere or is none: %j', async (texts) => {
    await expect(unpackLines(await packList(texts))).rejects.toMatchObject(unreadable)
  })

  it('are one message also where there are millions', async () => {
    const paths = Array.from({ length: 200_000 }, (_any, index) => {
      const folder = `alice/projects/shop-${index % 97}/node_modules/some-package-${Math.floor(index / 40)}/dist/esm/internal`
      return `${folder}/a-module-with-a-name-${index}.d.ts.map`
    })
    const packed = await packLines(paths.map((path) => ({ path, action: 'place' })))
    const perLine = packed.length / paths.length
    expect((JSON.stringify(paths).length / paths.length) * 2_000_000).toBeGreaterThan(maxMessageBytes)
    expect(perLine * 2_000_000).toBeLessThan(maxMessageBytes / 2)
  })
})
