export interface Order {
  readonly id: string;
  readonly quantity: number;
  /** USD for one piece. */
  readonly price: number;
}

/** Sums up what the orders cost, in USD. */
export function total(orders: readonly Order[]): number {
  let sum = 0;
  for (const order of orders) sum += order.quantity * order.price;
  return sum;
}
