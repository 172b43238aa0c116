import { toAppError } from '../kernel/app-error.ts'
import { runAgent } from './run-agent.ts'

try {
  await runAgent(process.argv[1] ?? '')
  process.exit(0)
} catch (thrown) {
  const { code, message, hint, details } = toAppError(thrown)
  process.stderr.write(`${JSON.stringify({ code, message, hint, details })}\n`)
  process.exit(1)
}
