/** Stands in for the encoder of signed event streams, which every signer makes and none here uses. */
export class HeaderFormatter {
  /** @throws Error always. */
  format(): never {
    throw new Error('Signing of event streams is not in this bundle');
  }
}
