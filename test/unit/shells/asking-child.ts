/** Asks two questions at the terminal that it runs in, and prints what was answered. */
import { askQuestions } from '../../../src-main/shells/cli/asking/ask-questions.ts'
import { openTerminal } from '../../../src-main/shells/cli/terminal.ts'
import { pagerIn, showInPager } from '../../../src-main/tools/pager.ts'
import { question } from '../switch/rehearsed-steps.ts'

const pager = pagerIn(process.env)
const terminal = openTerminal(process.stdin, process.stdout, pager && ((text) => showInPager(pager, text, process.env)))
const asked = await askQuestions([question({ id: 'home:a', canLook: true }), question({ id: 'home:b' })], {
  terminal,
  titleOf: () => 'Home files',
  differences: () => Promise.resolve(['--- XPS 13, now']),
  keep: (answers) => {
    terminal.say(`kept ${JSON.stringify(answers)}`)
    return Promise.resolve()
  },
})
terminal.close()
process.stdout.write(`${asked.kind} ${JSON.stringify(asked.answers)} ${String(process.stdin.isTTY)}\n`)
