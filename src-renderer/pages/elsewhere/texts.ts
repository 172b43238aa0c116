/** Where rules and settings of both laptops are, while the other laptop has the latest work. */
export const texts = {
  workOn: (laptop: string) => `${laptop} has the latest work`,
  storedThere: (laptop: string) => `Shared settings come from ${laptop}. Changes you make here are saved there.`,
  workOnAway: (laptop: string) => `${laptop} has the latest work and is not reachable`,
  olderCopy: (laptop: string) =>
    `Shared settings are shown as of the last switch. Change them on ${laptop}, or here when it answers.`,
} as const
