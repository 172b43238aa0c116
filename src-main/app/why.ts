/** One question over all that a switch copies. Each capability answers for what it carries; the page of one answers by its rows. */
import type { AppCapability, AppParts, CapabilityPage, Why } from '../commons/capability/app-capability.ts'
import type { Handlers } from '../contract/handlers.ts'
import { toWireError } from '../contract/wire-error.ts'
import type { WhyAnswers } from '../contract/why-calls.ts'
import { AppError } from '../kernel/app-error.ts'
import { bestNames } from '../kernel/best-names.ts'
import { keepFor } from '../kernel/keep-for.ts'
import { noSuchAnswer, rowTitle } from './texts.ts'

type Asked = Why & { readonly by: string }
type WhyCalls = Pick<Handlers, 'whyAsk' | 'whyDecide'>

/** Of each capability: who typed three letters is not helped by a thousand packages. */
const mostOfEach = 4
/** Reading both laptops takes seconds, and a person types on. */
const keptMs = 20_000

export function createWhy(capabilities: readonly AppCapability[], parts: AppParts): WhyCalls {
  const all = capabilities.flatMap(({ name, why, page }): readonly Asked[] => [
    ...(why === undefined ? [] : [{ ...why(parts), by: name }]),
    ...(page?.room === 'travels' ? [{ ...ofPage(page, parts), by: page.id }] : []),
  ])
  return {
    whyAsk: ({ asked }) => ask(all, asked.trim()),
    whyDecide: async ({ asked, by, name, choice }) => {
      const decide = all.find((one) => one.by === by)?.decide
      if (decide === undefined) throw new AppError({ code: 'not-found', ...noSuchAnswer(name) })
      await decide(name, choice)
      return ask(all, asked.trim())
    },
  }
}

async function ask(all: readonly Asked[], asked: string): Promise<WhyAnswers> {
  const found = await Promise.all(
    all.map(async (one) => {
      try {
        return { one, answers: asked === '' ? [] : await one.ask(asked) }
      } catch (thrown) {
        return { one, error: toWireError(thrown) }
      }
    }),
  )
  const answered = found.flatMap(({ one, answers }) => (answers === undefined ? [] : [{ one, answers }]))
  return {
    answers: answered.flatMap(({ one, answers }) =>
      answers.slice(0, mostOfEach).map((answer) => ({ ...answer, by: one.by })),
    ),
    more: answered.reduce((sum, { answers }) => sum + Math.max(0, answers.length - mostOfEach), 0),
    searched: answered.map(({ one }) => one.searched),
    notSearched: found.flatMap(({ one, error }) => (error === undefined ? [] : [{ what: one.searched, error }])),
  }
}

/** By the names of its rows, which no path is. */
function ofPage(page: CapabilityPage, parts: AppParts): Why {
  const read = keepFor(keptMs, () => page.read(parts))
  return {
    searched: page.title.toLowerCase(),
    ask: async (asked) => {
      if (/^[/~]/.test(asked)) return []
      const rows = (await read()).sections.flatMap((section) => section.rows)
      return bestNames(rows, asked, ({ title }) => title).map(({ title, text, value }) => ({
        name: title,
        title: rowTitle(title, value),
        lines: text === '' ? [] : [text],
        place: { label: page.title, page: 'page', item: page.id },
      }))
    },
  }
}
