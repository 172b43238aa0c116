/** What clients say of live folders before the person agrees to them. */

/** What it costs, a line for each thing. */
export const livePrice = [
  'Syncthing takes about 130 MB of memory on each laptop.',
  'Both laptops write to the same folder. Where both changed a file, the newer version wins, and the other is kept beside it as a conflict file. What is deleted or replaced is kept in .stversions for 14 days.',
  'What one laptop has deleted or moved since the last switch comes back. Switch first, then make folders live.',
  'Databases, repositories, disk images and packages in these folders stay out, and travel with a switch as before. What is never copied stays out too.',
] as const

export const liveOverInternet =
  "Syncthing's public discovery servers are told the address of each laptop under its device ID. Relays run by strangers pass on your data, encrypted."

/** Of a folder that is not set up by us. */
export const ownSyncthing = "Your own Syncthing's"
