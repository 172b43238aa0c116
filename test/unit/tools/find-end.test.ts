import { describe, expect, it } from 'vitest'
import { readFindEnd } from '../../../src-main/tools/find/find-end.ts'

/** GNU find 4.10, LC_ALL=C; the first is what ld.so says at the start of every program. */
const preload =
  "ERROR: ld.so: object '/opt/none.so' from /etc/ld.so.preload cannot be preloaded (cannot open shared object file): ignored."
const denied = "find: './a': Permission denied"
const gone = "find: './b': No such file or directory"
const damaged = "find: './c': Input/output error"

describe('how a listing ended', () => {
  it.each([
    [0, [], false],
    [0, [preload, 'anything'], false],
    [1, [preload, gone], false],
    [1, [preload, denied, gone], true],
  ])('is told by its exit code, and by the lines of find alone: %i %j', (exitCode, lines, isDenied) => {
    expect(readFindEnd({ exitCode, stderr: `${lines.join('\n')}\n` })).toEqual({ denied: isDenied })
  })

  it.each([
    [[], /^find ended with 1: $/],
    [[preload], /^find ended with 1: ERROR: ld\.so/],
    [['setpriv: setgroups failed: Operation not permitted'], /setgroups failed/],
    [[preload, denied, damaged], /^find ended with 1: find: '\.\/c': Input\/output error$/],
  ])('is never taken for whole where something else is missing: %j', (lines, details) => {
    expect(() => readFindEnd({ exitCode: 1, stderr: lines.join('\n') })).toThrow(
      expect.objectContaining({ code: 'tool-failed', details: expect.stringMatching(details) as unknown }),
    )
  })
})
