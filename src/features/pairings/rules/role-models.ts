/** How many role models somebody may be asking or talking to at a time, so that there are some for everybody. */
export const ROLE_MODELS_AT_ONCE = 2

export const mayAskAnother = (open: number): boolean => open < ROLE_MODELS_AT_ONCE
