-- Place of the event in the order of arrival, over all batches: it decides between equal times. Dense, so that
-- a key of 64 bits holds it beside an instant. Rows of before have (batch, ordinal) in one number instead.
ALTER TABLE events ADD COLUMN IF NOT EXISTS arrival UInt64 DEFAULT bitShiftLeft(batch, 20) + ordinal CODEC(T64, LZ4);
