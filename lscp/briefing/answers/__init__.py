"""How each kind of question is answered from the record. Reads only; what may not be printed is not answered either."""
