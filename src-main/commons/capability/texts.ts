/** What settings stand under, in this order. */
export const settingGroups = {
  peer: 'The other laptop',
  copied: 'What is copied',
  kept: 'Where data is kept',
} as const
