/**
 * All calls summed up as `UseSums` does it, for a ledger that has no sums yet. Part of a migration: what has shipped
 * is not edited.
 */
export const CALL_SUMS = `
  SELECT session, (at - ((at % 900000) + 900000) % 900000) / 900000, ifnull(model, 0),
    quality
      | (((all_input > 128000) + (all_input > 199999) + (all_input > 200000) + (all_input > 271999)
        + (all_input > 272000) + (all_input > 512000)) << 3)
      | ((input IS NOT NULL) << 6) | ((cache_read IS NOT NULL) << 7) | ((cache_write_5m IS NOT NULL) << 8)
      | ((cache_write_1h IS NOT NULL) << 9) | ((output IS NOT NULL) << 10) | ((reasoning IS NOT NULL) << 11)
      | ((cost IS NOT NULL) << 12),
    ifnull(credit_unit, ''), count(*), ifnull(sum(input), 0), ifnull(sum(cache_read), 0), ifnull(sum(cache_write_5m), 0),
    ifnull(sum(cache_write_1h), 0), ifnull(sum(output), 0), ifnull(sum(reasoning), 0), ifnull(sum(cost), 0),
    sum(CAST(round(ifnull(credit, 0) * 1e9) AS INTEGER))
  FROM (
    SELECT *, ifnull(input, 0) + ifnull(cache_read, 0) + ifnull(cache_write_5m, 0) + ifnull(cache_write_1h, 0)
      AS all_input FROM call
  ) GROUP BY 1, 2, 3, 4, 5
`;
