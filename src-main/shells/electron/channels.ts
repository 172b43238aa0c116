/** The only three IPC channels between the window and the app. The preload only forwards. */
export const channels = {
  /** invoke(name, CallEnvelope) answers an AnswerEnvelope */
  call: 'pc-switcher:call',
  /** From now on messages are sent to this window; the first is a snapshot. */
  listen: 'pc-switcher:listen',
  message: 'pc-switcher:message',
} as const
