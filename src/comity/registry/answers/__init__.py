"""What a registry answers, whoever asks: its state and journal as the shapes of `results`, for all faces alike."""
