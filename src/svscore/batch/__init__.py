"""Many competitions under one or many models: the same digits, ranks and ties as one at a time.

Work is cut into parts that a pure job function does on any ``concurrent.futures`` executor. Must not
print, and must not decide arithmetic: whatever the compiled model cannot do exactly goes to scoring.
"""
