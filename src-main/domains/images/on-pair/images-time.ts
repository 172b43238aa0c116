/** How long the parts of the step are thought to take, in milliseconds, until their own speed is known. */

/** Both laptops read the image whole, and what differs crosses the network. */
const pushedBytesPerMs = 100_000
/** By one laptop from its disk, with a checksum. */
const readBytesPerMs = 400_000

export const pushMs = (bytes: number): number => Math.round(bytes / pushedBytesPerMs)
export const adoptMs = (bytes: number): number => Math.round(bytes / readBytesPerMs)
export const proofMs = (bytes: number): number => Math.round(1_000 + bytes / readBytesPerMs)
