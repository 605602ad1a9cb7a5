/** The user that runs are made for: an identifier that the source understands, and what the screen calls it. */
export interface ChosenUser {
  readonly id: string;
  readonly displayName: string;
}
