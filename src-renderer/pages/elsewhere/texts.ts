/** Where rules and settings of both laptops are, while the other laptop has the latest work. */
export const texts = {
  workOn: (laptop: string) => `${laptop} has the latest work`,
  storedThere: (laptop: string) =>
    `What both laptops share is shown as on ${laptop}. What you change here is stored there.`,
  workOnAway: (laptop: string) => `${laptop} has the latest work and is not reachable`,
  olderCopy: (laptop: string) =>
    `What both laptops share is shown as of the last switch. It can be changed on ${laptop}, or here when it answers.`,
} as const
