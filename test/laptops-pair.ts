/** The name of the pair that tests use; `npm test` keeps it for the browser's part and brings it down itself. */
export const testPair = process.env.PC_SWITCHER_TEST_PAIR ?? 'test'
export const keepPair = process.env.PC_SWITCHER_KEEP_PAIR === '1'
