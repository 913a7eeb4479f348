/** What an unknown thrown value has to say. */
export function errorMessage(error: unknown): string {
  // Not instanceof: errors of another realm (a vm context) are errors too.
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return hasMessage ? String(error.message) : String(error);
}
