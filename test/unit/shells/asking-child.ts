/** Asks two questions at the terminal that it runs in, and prints what was answered. */
import { askQuestions } from '../../../src-main/shells/cli/asking/ask-questions.ts'
import { openTerminal } from '../../../src-main/shells/cli/terminal.ts'
import { question } from '../switch/rehearsed-steps.ts'

const terminal = openTerminal(process.stdin, process.stdout)
const asked = await askQuestions([question({ id: 'home:a' }), question({ id: 'home:b' })], {
  terminal,
  titleOf: () => 'Home files',
  keep: (answers) => {
    terminal.say(`kept ${JSON.stringify(answers)}`)
    return Promise.resolve()
  },
})
terminal.close()
process.stdout.write(`${asked.kind} ${JSON.stringify(asked.answers)} ${String(process.stdin.isTTY)}\n`)
