//! The house rules of the contract as code: paging, masks, etags, problems, request ids.
