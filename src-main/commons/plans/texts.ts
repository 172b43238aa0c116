/** What is said of a plan that is no longer kept. */
export const planExpired = 'This plan has expired.'
