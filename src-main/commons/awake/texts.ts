/** What the desktop shows as the reason why a laptop does not go to sleep. */
export const switchRuns = 'A switch is running'
