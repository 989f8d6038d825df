// A port where nobody listens, for as long as it takes: one that was free a moment ago may be another test's by now, so it is
// one that systems hand out to nobody who asks for any.

export const CLOSED_PORT = 1029
