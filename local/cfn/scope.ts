/** Where a value is being resolved and what its references mean there. */
export interface Scope {
  where: { stack: string; logicalId?: string; type?: string };
  /** The value of `Ref`, for parameters, pseudo parameters and resources. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** The unevaluated definition of a named condition. */
  condition(name: string): unknown;
  mapping(map: string, key: string, attribute: string): unknown;
  importValue(name: string): unknown;
}
