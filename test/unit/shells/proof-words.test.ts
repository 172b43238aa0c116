import { expect, it } from 'vitest'
import type { Preview } from '../../../src-main/contract/preview.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { proofTitle } from '../../../src-main/contract/proof/proof-title.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { planLines, proofLines } from '../../../src-main/shells/cli/texts.ts'
import { answersAgain } from '../../../src-renderer/pages/wizard/done/failure-words.ts'
import { reportText } from '../../../src-renderer/pages/wizard/done/report.ts'
import { peer, peerAway } from '../../renderer/laptops.ts'
import { planOf, quietHome } from '../../renderer/plans.ts'
import { recordedProof } from '../../renderer/recorded.ts'
import { interruptedState } from '../../renderer/runs.ts'

it('the command line and the report say what the page says, with what nobody decided about', () => {
  const proof = recordedProof()
  const title = proofTitle(proof)
  expect(title).toBe(
    'Everything you chose to copy is on XPS 13, except 1 thing left as it is. 13 files in /etc still differ. 5 differences are kept as you chose.',
  )
  const lines = proofLines(proof).map(textOf)
  expect(lines).toContain(title)
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, '  '))).toContain(
    '  /etc without rules  Not compared  13 files without a rule differ and were left as they are',
  )
  expect(lines).toContain('      ? /etc/nanorc')
  expect(lines.filter((line) => line.includes('etc always PATH'))).toHaveLength(1)
  expect(lines).toEqual(
    expect.arrayContaining(['      Left as it was: not installable on XPS 13', '      = practice-left']),
  )
  const report = reportText(proof)
  expect(report).toContain(`\n${title}\n`)
  expect(report).toContain('Not compared: /etc without rules. 13 files')
  expect(report).toContain('Left as it was: not installable on XPS 13:\n      practice-left\n')
  expect(report).toContain('Different, not decided:\n      /etc/apt/preferences.d/practice\n')
})

it('the other laptop answers again only when it was asked after the switch had stopped', () => {
  const state = interruptedState('lost')
  const seen = (askedAt: string) => ({ ...peer, ...(peer.facts && { facts: { ...peer.facts, askedAt } }) })
  expect(answersAgain(state, seen('2026-11-20T07:58:59.000Z'))).toBe(false)
  expect(answersAgain(state, seen('2026-11-20T07:59:05.000Z'))).toBe(true)
  expect(answersAgain(state, { ...seen('2026-11-20T07:59:05.000Z'), connection: peerAway.connection })).toBe(false)
  expect(answersAgain(state, undefined)).toBe(false)
})

it('the command line names what the page of a part warns of, below that part', () => {
  const notice = {
    kind: 'notice',
    pageId: wizardPages.home.id,
    title: 'Snaps differ',
    text: 'Run "sudo snap refresh".',
  } as const
  const warned: Preview = {
    ...quietHome,
    blocks: [
      { ...notice, tone: 'warning' as const },
      { ...notice, tone: 'info' as const },
    ],
  }
  const lines = planLines(planOf({ home: warned })).map(textOf)
  const at = lines.findIndex((line) => line.startsWith('  Home files'))
  expect(lines[at + 1]).toBe('    Note: Snaps differ. Run "sudo snap refresh".')
  expect(lines.filter((line) => line.includes('Snaps differ'))).toHaveLength(1)
})

it('a plan at a terminal names what no switch brings, with what to do by hand', () => {
  const change = (name: string, effect: 'cannot' | 'add') => ({
    ...{ effect, name, kind: 'data', detail: 'Copy it with: sudo rsync -a', bytes: 1 },
  })
  const changes = [change('/srv', 'cannot'), change('/home/alice/new', 'add')]
  const block = { kind: 'changes' as const, pageId: wizardPages.home.id, title: 'Outside', summary: '', count: 2 }
  const home: Preview = { ...quietHome, blocks: [{ ...block, changes }] }
  const lines = planLines(planOf({ home })).map(textOf)
  expect(lines.filter((line) => line.startsWith('    Outside'))).toEqual([
    '    Outside: /srv. Copy it with: sudo rsync -a',
  ])
})
